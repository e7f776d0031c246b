"""A package."""
print('init of', __name__)
VALUE = 42
from .helper import double
