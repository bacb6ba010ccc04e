"""Shared resources, and finding anything the community knows."""
