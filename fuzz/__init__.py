"""
Coverage-guided fuzzing of every function that reads untrusted input.

``python -m fuzz TARGET`` runs one target until you stop it or it finds an
input that breaks a promise; it also takes the flags of libFuzzer. ``nox -s
fuzz`` runs every target for a while.

A target takes bytes, passes them to the library and checks what the library
promises about the answer. It may raise documented errors only. `corpus` holds
a few small seeds and every input that once broke something; the tests run each
of them.
"""
