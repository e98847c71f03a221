"""Everything Tallman knows and does, without a screen: no module here imports Qt."""
