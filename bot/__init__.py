"""The core: what a community of practice does, with no platform, no SDK and nothing to await."""
