package io.partywall.demo;

import io.partywall.demo.DemoShop.DaysBefore;
import io.partywall.demo.DemoShop.Market;
import java.time.ZoneId;
import java.util.List;

/** Who the three shops are and what they sell. */
final class DemoShops {

    static final List<DemoShop> ALL = List.of(giftShop(), bikeShop(), coffeeRoaster());

    private DemoShops() {}

    private static DemoShop giftShop() {
        return new DemoShop(
                "london-gifts",
                "London Gift Company",
                ZoneId.of("Europe/London"),
                "GBP",
                537_001,
                52,
                List.of(1.05, 1.1, 1.05, 1.15, 1.2, 0.85, 0.6),
                0.35,
                List.of(
                        new Market("United Kingdom", 82),
                        new Market("Germany", 5),
                        new Market("France", 5),
                        new Market("Ireland", 4),
                        new Market("Netherlands", 2),
                        new Market("Spain", 1),
                        new Market("Australia", 1)),
                List.of(
                        Article.of("21001", "TEA TOWEL OXFORD STREET", "6.50", 2),
                        Article.of("21002", "PORCELAIN MUG RED BUS", "8.95", 2),
                        Article.of("21003", "SCENTED CANDLE FIG", "14.00", 1),
                        Article.of("21004", "GREETING CARD, HAND PRINTED", "2.75", 6),
                        Article.of("21005", "TIN OF SHORTBREAD", "7.25", 3),
                        Article.of("21006", "WOOL SCARF TARTAN", "34.00", 1),
                        Article.of("21007", "JIGSAW THAMES 1000 PIECES", "18.50", 1),
                        Article.of("21008", "NOTEBOOK LINED A5", "9.50", 2),
                        Article.of("21009", "PAPER LANTERN STRING", "12.95", 2),
                        Article.of("21010", "ENAMEL TEAPOT", "27.50", 1),
                        Article.of("21011", "GIFT WRAP 3 SHEETS", "4.20", 4),
                        Article.of("21012", "KEY RING TELEPHONE BOX", "5.95", 3),
                        Article.of("21013", "UMBRELLA CITY MAP", "22.00", 1),
                        Article.of("21014", "COOKBOOK SUNDAY LUNCH", "25.00", 1),
                        Article.of("21015", "PICTURE FRAME 7\" OAK", "16.75", 1),
                        Article.of("21016", "LAVENDER SOAP BAR", "4.95", 4)),
                List.of(0.82, 0.85, 0.92, 0.97, 1.0, 0.98, 0.95, 0.93, 1.0, 1.06, 1.22, 1.3),
                new DaysBefore(101, 99),
                new DaysBefore(40, 34));
    }

    private static DemoShop bikeShop() {
        return new DemoShop(
                "berlin-bikes",
                "Berliner Radhaus",
                ZoneId.of("Europe/Berlin"),
                "EUR",
                537_002,
                34,
                List.of(0.9, 0.9, 0.95, 1.0, 1.2, 1.75, 0.3),
                0.18,
                List.of(
                        new Market("Germany", 86),
                        new Market("Austria", 6),
                        new Market("Poland", 4),
                        new Market("Netherlands", 3),
                        new Market("Denmark", 1)),
                List.of(
                        Article.of("R100", "Stadtrad Spree 7-Gang", "649.00", 1),
                        Article.of("R110", "Kinderrad 20 Zoll", "289.00", 1),
                        Article.of("R200", "Fahrradhelm Größe M", "59.90", 1),
                        Article.of("R210", "Bügelschloss", "44.95", 1),
                        Article.of("R220", "Rücklicht LED", "17.90", 1),
                        Article.of("R230", "Klingel Messing", "14.50", 1),
                        Article.of("R300", "Schlauch 28 Zoll", "7.90", 2),
                        Article.of("R310", "Reifen 28 Zoll, pannensicher", "32.90", 2),
                        Article.of("R320", "Kette 8-fach", "18.90", 1),
                        Article.of("R330", "Bremsbeläge Paar", "9.90", 2),
                        Article.of("R400", "Gepäckträgertasche", "79.00", 1),
                        Article.of("R410", "Regenponcho", "39.90", 1),
                        Article.of("R500", "Werkstatt: kleine Inspektion", "49.00", 1),
                        Article.of("R510", "Werkstatt: Bremse einstellen", "19.00", 1),
                        Article.of("R600", "Luftpumpe", "24.90", 1)),
                List.of(0.6, 0.68, 0.95, 1.25, 1.35, 1.25, 1.15, 1.05, 1.0, 0.87, 0.8, 1.05),
                new DaysBefore(61, 60),
                new DaysBefore(130, 124));
    }

    private static DemoShop coffeeRoaster() {
        return new DemoShop(
                "hudson-roasters",
                "Hudson Coffee Roasters",
                ZoneId.of("America/New_York"),
                "USD",
                537_003,
                28,
                List.of(1.3, 1.05, 1.0, 1.0, 1.1, 0.85, 0.7),
                0.6,
                List.of(new Market("United States", 93), new Market("Canada", 6), new Market("Bermuda", 1)),
                List.of(
                        Article.of("HC-01", "HOUSE BLEND 12 OZ", "16.50", 2),
                        Article.of("HC-02", "ETHIOPIA GUJI 12 OZ", "21.00", 1),
                        Article.of("HC-03", "COLOMBIA HUILA 12 OZ", "19.00", 1),
                        Article.of("HC-04", "DECAF 12 OZ", "18.00", 1),
                        Article.of("HC-05", "ESPRESSO BLEND 5 LB", "84.00", 1),
                        Article.of("HC-06", "COLD BREW CAN, 6 PACK", "23.00", 2),
                        Article.of("HC-07", "SUBSCRIPTION MONTHLY", "32.00", 1),
                        Article.of("HC-10", "PAPER FILTER 100 COUNT", "8.00", 2),
                        Article.of("HC-11", "POUR-OVER KETTLE", "89.00", 1),
                        Article.of("HC-12", "BREW SCALE 0.1 G", "49.00", 1),
                        Article.of("HC-13", "HAND GRINDER", "129.00", 1),
                        Article.of("HC-14", "MUG 10 OZ", "14.00", 2)),
                List.of(0.98, 1.0, 1.0, 0.98, 0.97, 0.93, 0.92, 0.93, 1.0, 1.05, 1.1, 1.14),
                new DaysBefore(188, 186),
                new DaysBefore(75, 69));
    }
}
