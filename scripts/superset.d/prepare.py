"""Brings Superset's own database up to date, and gives the account `admin` the password in SUPERSET_ADMIN_PASSWORD."""

import os

from flask_migrate import upgrade
from superset.app import create_app

with create_app().app_context():
    from superset import appbuilder, security_manager

    upgrade()
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    password = os.environ["SUPERSET_ADMIN_PASSWORD"]
    if found := security_manager.find_user("admin"):
        security_manager.reset_password(found.id, password)
    else:
        role = security_manager.find_role("Admin")
        security_manager.add_user("admin", "dti", "admin", "admin@localhost", role, password)
