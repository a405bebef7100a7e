"""Serves a built site while its author writes, and shows every edit at once.

``server.py`` answers the browser, ``watch.py`` sees edits, ``page.py`` adds the live script.
"""
