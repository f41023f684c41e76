"""The blueprint of analysis; staff.py adds its pages."""

from flask import Blueprint

blueprint = Blueprint("analysis", __name__)
