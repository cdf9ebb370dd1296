"""The site: gold of one release as pages that open from disk, without a server."""
