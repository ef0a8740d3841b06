"""Documents: what somebody keeps on paper. A room says what stands on it, this machine draws it as a PDF."""

from pinstripe.documents.paper import Paper, Party, Row, amount, day
from pinstripe.documents.pdf import drawn

__all__ = ["Paper", "Party", "Row", "amount", "day", "drawn"]
