"""
Fuzzing of everything that reads what others wrote, guided by coverage.

``python -m fuzz TARGET`` runs one target until it is stopped or finds an
input that breaks a promise; what it takes besides are the flags of libFuzzer.
``nox -s fuzz`` runs all of them, each for a time.

A target is a function that takes bytes, gives them to the library, and checks
what the library promises of the answer. Nothing but documented errors may come
out of it. In `corpus` are a few small inputs to start from, and those that
once broke something; the tests run each of them.
"""
