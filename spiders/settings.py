"""Scrapy settings of every crawl; what depends on the job is added by ``spiders.crawl``."""

BOT_NAME = "veille"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_WARN_ONLY = True
ADDONS: dict[str, int] = {}

ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # Scrapy 2.19 opens a port that runs code unless told not to
REFERER_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5

CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

# Scrapy's own retry does not wait: ours does.
RETRY_ENABLED = False
DOWNLOADER_MIDDLEWARES = {"spiders.backoff.BackoffMiddleware": 550}
ITEM_PIPELINES = {"spiders.pipeline.StorePipeline": 100}

DEFAULT_REQUEST_HEADERS = {"Accept-Language": "fr"}
LOG_LEVEL = "WARNING"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
MEMUSAGE_ENABLED = False
