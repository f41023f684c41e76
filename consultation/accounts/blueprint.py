"""The blueprint of accounts; staff.py adds its pages."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
