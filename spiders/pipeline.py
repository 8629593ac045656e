"""The one item pipeline: what a spider yields goes to the keeper, which stores it."""

from typing import Any

from scrapy.crawler import Crawler

from spiders.base import SourceSpider
from spiders.items import DamagedPage, FeedState, Page


class StorePipeline:
    """Scrapy item pipeline around the crawl's keeper."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """The keeper is the spider's."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Store the item; an error here is a program's error and stops nothing else."""
        spider = self._crawler.spider
        if not isinstance(spider, SourceSpider):
            raise TypeError("not a spider of a source")
        if isinstance(item, Page):
            spider.keeper.keep(item)
        elif isinstance(item, DamagedPage):
            spider.keeper.keep_damaged(item)
        elif isinstance(item, FeedState):
            spider.keeper.keep_feed_state(item)
        return item
