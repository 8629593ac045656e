"""Scrapy settings of every crawl; what depends on the job is added by ``spiders.crawl``.

Scrapy's own components are listed, not inherited: what is not used is not imported, and a crawl
starts in half the time. Cookies, telnet, the remote control that runs code, feed exports, retries
without waiting and meta refresh (which would follow a block page) are thereby absent.
"""

BOT_NAME = "veille"
ADDONS: dict[str, int] = {}

ROBOTSTXT_OBEY = True
REFERRER_POLICY = "no-referrer"
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
HTTPERROR_ALLOW_ALL = True  # an API's 4xx answers say what is wrong: they are read, not dropped

CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
}
DOWNLOAD_HANDLERS_BASE = dict.fromkeys(
    ("http", "https"), "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
)
_MIDDLEWARES = "scrapy.downloadermiddlewares"
DOWNLOADER_MIDDLEWARES_BASE = {
    f"{_MIDDLEWARES}.robotstxt.RobotsTxtMiddleware": 100,
    f"{_MIDDLEWARES}.downloadtimeout.DownloadTimeoutMiddleware": 350,
    f"{_MIDDLEWARES}.defaultheaders.DefaultHeadersMiddleware": 400,
    f"{_MIDDLEWARES}.useragent.UserAgentMiddleware": 500,
    "spiders.backoff.BackoffMiddleware": 550,
    f"{_MIDDLEWARES}.httpcompression.HttpCompressionMiddleware": 590,
    f"{_MIDDLEWARES}.redirect.RedirectMiddleware": 600,
    f"{_MIDDLEWARES}.httpproxy.HttpProxyMiddleware": 750,
    f"{_MIDDLEWARES}.stats.DownloaderStats": 850,
}
ITEM_PIPELINES = {"spiders.pipeline.StorePipeline": 100}

DEFAULT_REQUEST_HEADERS = {"Accept-Language": "fr"}
LOG_LEVEL = "WARNING"
STATS_DUMP = False
