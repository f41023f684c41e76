"""The WSGI entry point: `application`, configured from the environment."""

import os

from consultation.app import create_app
from consultation.config import read

application = create_app(read(os.environ))
