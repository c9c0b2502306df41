"""Names of acts in other codebooks, derived by tables from type, mode and parties."""
