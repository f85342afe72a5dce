"""From a bill or an invoice, as a table, a form or a PDF, to its entries."""
