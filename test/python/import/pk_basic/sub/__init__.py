__all__ = ['exported', 'other']
exported = 'yes'
hidden = 'no'
_private = 1
from ..helper import double as other
