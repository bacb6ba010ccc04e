"""Asking other analysts: draft, preview, question, replies, what helped."""
