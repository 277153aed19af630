"""The administration's pages: users, roles, sessions, rights, apps, numbers, work calendar, names and logo."""
