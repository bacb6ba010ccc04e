"""The core: what a community of practice does, with no platform, no SDK and nothing to await."""

import zoneinfo

zoneinfo.reset_tzpath(to=())
"""Only the locked time-zone data is read; a system's own may be older than the law."""
