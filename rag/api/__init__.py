"""The HTTP service: one router per resource, and the guards that stand before all of them."""
