"""A contract for import-linter: each module of a feature is bound, unless a pattern of its name says it is not."""

from fnmatch import fnmatch
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class BoundModules(Contract):
    """Chains of imports from the modules of `packages` to one of `forbidden`, but for those named in `unbound_names`.

    import-linter's own forbidden contract needs each module by name, so a new one would be free until somebody thought
    of it. Here a new one is bound, until somebody writes its name down as a page, a form, a write or a read.
    """

    type_name = "bound"
    packages: Any = fields.ListField(subfield=fields.StringField())
    unbound_names: Any = fields.ListField(subfield=fields.StringField())
    forbidden: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        forbidden = [name for name in self.forbidden if name in graph.modules]
        chains = [
            chain
            for module in self._bound_modules(graph)
            for name in forbidden
            if (chain := graph.find_shortest_chain(importer=module, imported=name))
        ]
        return ContractCheck(kept=not chains, metadata={"chains": chains})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for chain in check.metadata["chains"]:
            output.print_error(" -> ".join(chain), bold=False)

    def _bound_modules(self, graph: ImportGraph) -> list[str]:
        packages = [name for name in self.packages if name in graph.modules]
        modules = {module: package for package in packages for module in graph.find_descendants(package)}
        return sorted(
            module
            for module, package in modules.items()
            if not self._is_unbound(module.removeprefix(f"{package}.").partition(".")[0])
        )

    def _is_unbound(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self.unbound_names)
