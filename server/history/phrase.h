/*
 * phrase - the known phrases of a text, in one pass over it
 *
 * lexicon.csv is the list, one phrase a row, kept by people; embed_lexicon.py makes one automaton of it when
 * the service is built (Aho and Corasick 1975). Of phrases that overlap those are taken that leave the fewest
 * bytes unknown, and of these the fewest: 发动机油底壳 is 发动机 and 油底壳, and not 发动机油.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "history/codes.h"

/* As in the column `kind` of lexicon.csv. */
enum phrase_kind {
    PHRASE_THING,   /* what is worked on or fitted, or a whole piece of work: 前纵梁, 四轮定位 */
    PHRASE_PIECE,   /* behind a thing it names something else that sits there: 线束, 饰板 */
    PHRASE_FITTING, /* behind a thing it is a small part of it: 支架, 螺丝 */
    PHRASE_RENEW,   /* deeds: 更换 */
    PHRASE_REPAIR,  /* 校正, 焊接 */
    PHRASE_PAINT,   /* 喷漆 */
    PHRASE_LOOK,    /* says nothing of damage: 检查, 拆装, 清洗, 未更换 */
    PHRASE_BURST,   /* what an airbag does: 爆开 */
    PHRASE_DENIAL,  /* 未, 没有, 是否 */
    PHRASE_ADVICE,  /* not done yet: 建议, 需 */
    PHRASE_DONE,    /* ends an advice: 已 */
    PHRASE_DAMAGE,  /* 泡水, 自燃 */
    PHRASE_JOIN,    /* between things of one list: 、 */
    PHRASE_END,     /* of a clause: ， */
    PHRASE_WORD     /* says nothing by itself: 左前, 总成 */
};

/* A code that a phrase has none of is the list's COUNT. */
struct phrase {
    uint8_t length; /* bytes */
    uint8_t kind;   /* enum phrase_kind */
    uint8_t work, part, signal;
};

struct phrase_found {
    uint16_t phrase; /* in phrases[] */
    uint16_t at;     /* byte in the text */
};

enum {
    PHRASE_TEXT_MOST = 8191, /* bytes that are read: the 2,000 characters of the longest field are fewer */
    PHRASES_MOST = 2048      /* of one text */
};

/* Upper case and half width (text_folded). In the order of the text; how many. */
size_t phrases_in(const char *text, struct phrase_found found[PHRASES_MOST]);

/* The automaton, of whose nodes the first is the root; node 0 and phrase 0 stand for none as well. */
struct phrase_node {
    uint16_t children; /* the first of them */
    uint16_t fail;     /* the longest other beginning of a phrase that ends here */
    uint16_t phrase;   /* that ends here */
    uint16_t shorter;  /* the node of the next shorter phrase that ends here */
    uint8_t child_count;
    uint8_t byte; /* that leads here */
};
extern const struct phrase phrases[];
extern const struct phrase_node phrase_nodes[];
