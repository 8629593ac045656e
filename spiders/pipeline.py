"""The one item pipeline: what a spider yields goes to the keeper, which stores it."""

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from spiders.base import SourceSpider
from spiders.items import DamagedPage, Page
from veille.store.errors import StoreError


class StorePipeline:
    """Scrapy item pipeline around the crawl's keeper."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """The keeper is the spider's."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Store the item; if the database refuses, its unit is not done and the crawl goes on."""
        spider = self._crawler.spider
        if not isinstance(spider, SourceSpider) or not isinstance(item, Page | DamagedPage):
            raise TypeError("not an item of a source's spider")
        try:
            if isinstance(item, Page):
                spider.keeper.keep(item)
            else:
                spider.keeper.keep_damaged(item)
        except StoreError as error:
            spider.tally.fail(f"base de données inutilisable : {error}", item.unit)
            raise DropItem(str(error)) from error
        except Exception as error:
            spider.tally.fail(f"erreur du programme ({type(error).__name__})", item.unit)
            raise
        return item
