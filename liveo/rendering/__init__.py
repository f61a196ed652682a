"""The drawing: core records or frames in; French text, figures and documents out. Reads no base, shows no page."""
