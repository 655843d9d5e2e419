"""A strict local Telegram: a Bot API server and a page with phones, for demo, training and tests.

It stands alone: nothing here knows the census. Start reading at `app.py`.
"""
