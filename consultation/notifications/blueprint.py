"""The blueprint of notifications; staff.py adds its pages."""

from flask import Blueprint

blueprint = Blueprint("notifications", __name__)
