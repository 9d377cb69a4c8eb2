"""The product's own settings with the instrument around them. Only `make bench` names this module."""

import os

from config import settings as product
from config.settings import *  # noqa: F403

MIDDLEWARE = ["measured.Measured", *product.MIDDLEWARE]
CACHES = product.CACHES | {"default": product.CACHES["default"] | {"KEY_PREFIX": os.environ["BENCH_RUN"]}}
