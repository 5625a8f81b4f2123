"""A menu of pages and a field for a term, in Jupyter, above views that follow them.

What is shown lies with the caller: views are functions. IPython and ipywidgets are loaded when
they are needed, and the package does without them.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from banmian.page import BanmianError, FormatError, Page, name_of

View = Callable[[Page, str], object]
"""What there is to see of a page and a term: anything that IPython displays."""


def explore(
    pages: Page | Iterable[Page], views: Sequence[View], *, terms: Iterable[str] = ()
) -> None:
    r"""Display views of a page and a term, with a menu and a field above them to change both.

    The views of the first page and the first term are displayed as outputs of the cell, one each;
    so they are there too in a stored notebook, in a terminal, and where ipywidgets is not
    installed. In a notebook with ipywidgets a menu of the pages and a field for the term stand
    above them. Another page, or Enter in the field, displays the views anew in their places; one
    that returns the same object as before is left as it is. Left alone: how long a view takes; a
    notebook loaded again in the browser, whose cell has to be run again; and JupyterLab's way of
    taking arrow keys for itself: with the keyboard, a page is chosen by typing its name.

    Args:
        pages: The pages to choose from; one without a name is called ``page-0001`` by its place.
        views: Functions of a page and a term. A `BanmianError` of theirs is told in their place.
        terms: What the field for the term proposes; any other may be typed.

    Raises:
        FormatError: There is no page.
        ModuleNotFoundError: IPython is not installed.

    >>> import banmian as bm
    >>> page = bm.parse_page("新桥通车\n\n新桥昨日通车。", name="a.txt")
    >>> explore(page, [lambda page, term: page.text.count(term)], terms=["新桥", "通车"])
    2
    """
    given = [pages] if isinstance(pages, Page) else list(pages)
    if not given:
        raise FormatError("explore got no page to show; read_pages reads a folder of them")
    proposed = list(dict.fromkeys(terms))
    places = [_Place(view) for view in views]

    def show(number: int, term: str) -> None:
        for place in places:
            place.show(given[number], term.strip())

    names = [name_of(page, number) for number, page in enumerate(given, 1)]
    _display_menus(names, proposed, show)
    show(0, proposed[0] if proposed else "")


class _Place:
    """An output of the cell, which one view fills again and again."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.shown: object = None
        self.handle: Any = None

    def show(self, page: Page, term: str) -> None:
        try:
            made, raw = self.view(page, term), False
        except BanmianError as error:
            made, raw = {"text/plain": str(error)}, True
        if self.handle is None:
            self.handle = importlib.import_module("IPython.display").DisplayHandle()
            self.handle.display(made, raw=raw)
        elif made is not self.shown:
            self.handle.update(made, raw=raw)
        self.shown = made


def _display_menus(names: list[str], terms: list[str], show: Callable[[int, str], None]) -> None:
    """Menus in a notebook, a line that says why there are none, or nothing in a terminal.

    The line beside the menus is what a stored notebook shows where they stood.
    """
    ipython = importlib.import_module("IPython")
    if getattr(ipython.get_ipython(), "kernel", None) is None:
        return
    bundle = {"text/plain": "Page and term are fixed: ipywidgets, which makes menus, is missing."}
    if importlib.util.find_spec("ipywidgets") is not None:
        bundle = _menus(names, terms, show)._repr_mimebundle_()
        bundle["text/plain"] = "Menus for page and term stand here where the notebook is running."
    ipython.display.display(bundle, raw=True)


def _menus(names: list[str], terms: list[str], show: Callable[[int, str], None]) -> Any:
    widgets = importlib.import_module("ipywidgets")
    wide, narrow = ({"width": f"min(100%, {width}em)"} for width in (32, 18))
    options = [(name, number) for number, name in enumerate(names)]
    page = widgets.Dropdown(options=options, description="Page", layout=wide)
    term = widgets.Combobox(
        value=terms[0] if terms else "",
        options=terms,
        placeholder="a word or phrase",
        description="Term",
        continuous_update=False,
        layout=narrow,
    )
    for menu in (page, term):
        menu.observe(lambda _: show(page.value, term.value), "value")
        menu.style.description_width = "3.5em"
    return widgets.Box([page, term], layout={"flex_flow": "row wrap"})
