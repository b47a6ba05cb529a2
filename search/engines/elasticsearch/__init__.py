"""The engine of a large network: an Elasticsearch 9 server, through `elasticsearch.dsl`."""

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
