package io.partywall.demo;

import java.math.BigDecimal;

/** What a shop sells: most are bought singly, some in the usual quantity. */
record Article(String code, String name, BigDecimal price, int usualQuantity) {

    static Article of(String code, String name, String price, int usualQuantity) {
        return new Article(code, name, new BigDecimal(price), usualQuantity);
    }
}
