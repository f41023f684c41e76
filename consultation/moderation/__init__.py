"""Moderation: what people decide about a response before it is public, and what machines find for them."""
