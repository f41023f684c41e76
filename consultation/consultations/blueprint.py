"""The blueprint of consultations; staff.py adds its pages."""

from flask import Blueprint

blueprint = Blueprint("consultations", __name__)
