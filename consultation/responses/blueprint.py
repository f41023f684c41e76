"""The blueprint of responses; public.py and staff.py add its pages."""

from flask import Blueprint

blueprint = Blueprint("responses", __name__)
