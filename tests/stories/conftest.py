"""What stories share with the tests of documents: a filled shelf, and visitors at their browsers."""

from tests.documents.conftest import stock, visitor

__all__ = ["stock", "visitor"]
