"""
What all tests share.
"""

from hypothesis import HealthCheck, settings


settings.register_profile(
    "default",
    deadline=None,  # a busy machine is no failure
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("default"), max_examples=2_000
)
settings.load_profile("default")
