"""The blueprint of parties; staff.py adds its pages."""

from flask import Blueprint

blueprint = Blueprint("parties", __name__)
