"""Every command, button, form and card of the product, walked on every platform over its own wire."""
