"""Melt ore and cast bells."""


def melt(ore: str, mass: float) -> float:
    """Melt ore, and give back what is liquid."""
    return mass * len(ore)


def cast(melt: float) -> str:
    """Cast a bell from a melt."""
    return "bell" * int(melt)
