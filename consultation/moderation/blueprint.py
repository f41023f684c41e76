"""The blueprint of moderation; staff.py adds its pages."""

from flask import Blueprint

blueprint = Blueprint("moderation", __name__)
