"""How Superset runs here; everything else is as it comes."""

from superset.config import TALISMAN_CONFIG

LANGUAGES = {"zh": {"flag": "cn", "name": "简体中文"}, "en": {"flag": "us", "name": "English"}}

# seconds; Spark that has just started on a small machine takes its time over the first questions
SUPERSET_WEBSERVER_TIMEOUT = 300

# a page asks nobody but this server: no counting pixel, no avatars, no maps from elsewhere
TALISMAN_CONFIG["content_security_policy"] |= {"img-src": ["'self'", "blob:", "data:"], "connect-src": ["'self'"]}
