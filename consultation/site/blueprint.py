"""The blueprint of pages that join features; public.py and staff.py add them."""

from flask import Blueprint

blueprint = Blueprint("site", __name__)
