"""
The explorer, the pictures and the downloads.

The build makes them from the data of the package. They show the newest
edition, unless an option names another.
"""
