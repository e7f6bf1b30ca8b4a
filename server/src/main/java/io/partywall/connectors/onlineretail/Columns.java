package io.partywall.connectors.onlineretail;

import java.util.List;

/** The columns of the file, in its order. */
final class Columns {

    static final List<String> NAMES = List.of(
            "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country");

    static final int INVOICE = 0;
    static final int STOCK_CODE = 1;
    static final int DESCRIPTION = 2;
    static final int QUANTITY = 3;
    static final int AT = 4;
    static final int UNIT_PRICE = 5;
    static final int CUSTOMER = 6;
    static final int COUNTRY = 7;

    private Columns() {}
}
