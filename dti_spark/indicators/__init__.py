"""How much - amounts by city, industry and quarter."""
