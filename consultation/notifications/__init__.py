"""Notifications: what people are told when something happens, and how messages leave the house."""
