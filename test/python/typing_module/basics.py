# typing: generics, unions, hints, casts, protocols, literal types.
from typing import *
import typing
print(List[int], Dict[str, List[int]], Optional[int], Union[int, str, int], Union[int], int | None, Callable[[int], str], Callable[..., Any], Tuple[int, ...], Literal[1, 'a'], Type[int], Annotated[int, 5], Any, ClassVar[int], Final, list[int] | str)
print(get_origin(List[int]), get_args(Dict[str, int]), get_args(int | str), Union[int, str] == Union[str, int], int | str == Union[int, str], Optional[None], cast(int, 'x'), List[int] == List[int], hash(Optional[int]) == hash(Union[int, None]))
T = TypeVar('T', bound=int); U = TypeVar('U', int, str)
class Box(Generic[T]):
    def __init__(self, v): self.v = v
print(Box[int], Box[int](5).v, Box.__parameters__, T, U.__constraints__, Box[int].__args__, Dict[T, U][int, str])
@runtime_checkable
class Sized2(Protocol):
    def __len__(self) -> int: ...
print(isinstance([], Sized2), isinstance(5, Sized2))
class TD(TypedDict, total=False): a: Required[int]; b: str
print(TD(a=1), TD.__required_keys__, TD.__optional_keys__, TD.__total__, NewType('Id', int)(5), NewType('Id', int).__name__)
for f in (lambda: List[int]() and 0, lambda: Union[5], lambda: Optional[int, str], lambda: isinstance(1, List[int]), lambda: Box[int, str], lambda: Generic[int], lambda: TypeVar('T', int), lambda: Callable[int], lambda: Literal[1]() , lambda: Any(), lambda: isinstance(1, Any), lambda: ClassVar[1, 2], lambda: typing.NoSuch, lambda: Dict[int], lambda: reveal_type(5) if False else assert_never(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
