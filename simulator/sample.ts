/**
 * People and talk for local play, as plain data. Customers' lines go through `POST /control/customers/:phone/say`
 * with `at` = now − agoMinutes; agents' lines are typed through the product, so they get the time at which they are
 * typed. Therefore an agent's line stands at the end of a chat, or is followed only by lines of 0 minutes ago.
 */

export type SampleLine = {
  readonly from: 'customer' | 'agent';
  readonly text: string;
  readonly agoMinutes: number;
  /** The ad that the line came through. */
  readonly referral?: Readonly<Record<string, string>> & {
    readonly source_type: string;
    readonly source_id: string;
    readonly source_url: string;
  };
};

export type SampleChat = { readonly accountId: string; readonly lines: readonly SampleLine[] };

export type SampleCustomer = {
  /** Digits only. */
  readonly phone: string;
  readonly name: string;
  readonly bsuid?: string;
  readonly username?: string;
  readonly hidePhone?: boolean;
  readonly readReceipts?: boolean;
  readonly chats: readonly SampleChat[];
};

export type SampleAccount = {
  readonly id: string;
  readonly wabaId: string;
  readonly name: string;
  readonly displayNumber: string;
  readonly token: string;
};

const minutesOfHour = 60;
const minutesOfDay = 24 * minutesOfHour;

const salesBr: SampleAccount = {
  id: '407700110000001',
  wabaId: '307700110000001',
  name: 'Sales BR',
  displayNumber: '+55 11 4004-7700',
  token: 'sample-token-sales-br',
};

const support: SampleAccount = {
  id: '415555013200001',
  wabaId: '315555013200001',
  name: 'Support',
  displayNumber: '+1 415 555 0132',
  token: 'sample-token-support',
};

export const sampleAccounts: readonly SampleAccount[] = [salesBr, support];

function customer(agoMinutes: number, text: string): SampleLine {
  return { from: 'customer', text, agoMinutes };
}

function agent(text: string): SampleLine {
  return { from: 'agent', text, agoMinutes: 0 };
}

const leatherAd = {
  source_type: 'ad',
  source_id: '120210000000000017',
  source_url: 'https://fb.me/handmade-leather',
  headline: 'Handmade leather, −20 % this week',
  body: 'Bags and belts from our workshop in Franca.',
  media_type: 'image',
  image_url: 'https://example.com/ads/leather.jpg',
  ctwa_clid: 'ARAkLkA8rmlFeiCktEJQ-sample',
};

/** Open for long: most of the day is left. */
const open: readonly SampleCustomer[] = [
  {
    phone: '5511987654321',
    name: 'Maria Silva',
    bsuid: 'BR.20418366105927714',
    username: 'maria.silva',
    chats: [
      {
        accountId: salesBr.id,
        lines: [
          {
            ...customer(26, 'Oi! Vi o anúncio. A bolsa caramelo ainda está disponível?'),
            referral: leatherAd,
          },
          customer(25, 'E vocês entregam em Campinas até sexta?'),
          agent('Oi, Maria! Está sim, temos três. Entregamos em Campinas na quinta, frete grátis. 😊'),
          customer(0, 'Perfeito! Quero uma. Como faço para pagar?'),
        ],
      },
    ],
  },
  {
    phone: '971501234567',
    name: 'Ahmed Khalil أحمد خليل',
    bsuid: 'AE.77120945530018266',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(48, 'السلام عليكم، طلبت حقيبة قبل أسبوع ولم تصل بعد'),
          customer(47, 'رقم الطلب 48213'),
          agent('Wa alaikum assalam Ahmed, thank you. I am checking order 48213 with the courier now.'),
          customer(0, 'شكرا جزيلا، في انتظاركم'),
        ],
      },
    ],
  },
  {
    phone: '919820012345',
    name: 'Priya Nair',
    username: 'priya.makes',
    bsuid: 'IN.55081736209941730',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(38, 'Hi, the zip on my tote broke after two days 😕'),
          customer(37, 'क्या आप इसे बदल सकते हैं? Bill mere paas hai.'),
          customer(35, 'Can send a photo if that helps'),
        ],
      },
    ],
  },
  {
    phone: '6281234567890',
    name: 'Siti Putri',
    bsuid: 'ID.90176624410385527',
    username: 'siti.putri',
    hidePhone: true,
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(74, 'Kak, masih ada warna hitam?'),
          customer(70, 'Saya reseller di Surabaya, mau ambil 12 pcs. Ada harga grosir?'),
        ],
      },
    ],
  },
  {
    phone: '351912345678',
    name: 'João Ferreira',
    chats: [
      {
        accountId: salesBr.id,
        lines: [
          customer(190, 'Boa tarde, enviam para Portugal?'),
          customer(150, 'Queria dois cintos, tamanho 95, castanho escuro.'),
          agent('Boa tarde, João! Enviamos sim, chega em 8 a 12 dias. Faço já o orçamento dos dois cintos.'),
        ],
      },
    ],
  },
  {
    phone: '34612345678',
    name: 'Lucía Domínguez',
    readReceipts: false,
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(275, 'Hola, ¿puedo cambiar la dirección de entrega?'),
          customer(270, 'Pedido 48240, ahora sería C/ Mayor 14, 3.º B, Zaragoza'),
          agent('Hola, Lucía. Hecho: sale mañana a C/ Mayor 14, 3.º B.'),
          customer(0, 'Perfecto, ¡mil gracias!'),
        ],
      },
    ],
  },
  {
    phone: '8613912345678',
    name: '李伟',
    bsuid: 'CN.31009284715560294',
    chats: [
      {
        accountId: support.id,
        lines: [customer(410, '你好，请问这个钱包有礼盒包装吗？'), customer(402, '下周三之前要送到上海')],
      },
    ],
  },
  {
    phone: '2348031234567',
    name: 'Amina Bello',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(9 * minutesOfHour, 'Good morning, do you ship to Lagos? I need 3 laptop sleeves, 14 inch'),
          customer(9 * minutesOfHour - 4, 'And can I pay by bank transfer?'),
        ],
      },
      { accountId: salesBr.id, lines: [customer(40 * minutesOfDay, 'Hi, is this the shop in São Paulo?')] },
    ],
  },
];

/** The window closes within three hours. */
const closingSoon: readonly SampleCustomer[] = [
  {
    phone: '48512345678',
    name: 'Tomasz Nowak',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(1310, 'Dzień dobry, czy pasek można skrócić?'),
          customer(1295, 'Mam 102 cm, a potrzebuję 94.'),
          agent('Dzień dobry! Tak, skracamy bezpłatnie. Proszę odesłać pasek, etykietę wyślę mailem.'),
        ],
      },
    ],
  },
  {
    phone: '33612345678',
    name: 'Chloé Martin',
    username: 'chloe.m',
    bsuid: 'FR.66204817739150083',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(1352, 'Bonjour ! Je n’arrive pas à utiliser mon code de réduction'),
          customer(1340, 'C’est AUTOMNE20, il me dit « expiré » alors qu’on est encore en novembre…'),
        ],
      },
    ],
  },
  {
    phone: '819012345678',
    name: '佐藤 健二',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(1372, '名入れはお願いできますか？'),
          customer(1370, '「K. Sato」でお願いしたいです。'),
        ],
      },
    ],
  },
];

/** The window closes within the hour. */
const closingNow: readonly SampleCustomer[] = [
  {
    phone: '212612345678',
    name: 'Fatima Zahra',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(1405, 'Bonsoir, la bandoulière est arrivée rayée'),
          customer(1398, 'J’ai gardé l’emballage. Échange ou remboursement ?'),
        ],
      },
    ],
  },
  {
    phone: '525512345678',
    name: 'Diego Hernández',
    bsuid: 'MX.48830172659914405',
    chats: [
      {
        accountId: salesBr.id,
        lines: [
          customer(1420, 'Buenas, ¿hacen envíos a CDMX?'),
          customer(1412, 'Me interesan 5 carteras para regalo de empresa, con logo'),
          agent('¡Hola, Diego! Sí, y grabamos el logo sin costo desde 5 piezas. ¿Me lo mandas en PDF?'),
        ],
      },
    ],
  },
  {
    phone: '447700900456',
    name: 'Grace O’Connor',
    chats: [
      {
        accountId: support.id,
        lines: [customer(1421, 'Hiya, parcel says delivered but nothing here?? Tracking RM4477009GB')],
      },
    ],
  },
];

/** The window closed days ago; the last two look like something for the archive. */
const closed: readonly SampleCustomer[] = [
  {
    phone: '380501234567',
    name: 'Ольга Коваленко',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(2 * minutesOfDay + 30, 'Добрий день! Чи є цей рюкзак у зеленому?'),
          customer(2 * minutesOfDay, 'Якщо так, відкладіть, будь ласка, один'),
        ],
      },
    ],
  },
  {
    phone: '4915112345678',
    name: 'Hans Müller',
    username: 'hmueller',
    bsuid: 'DE.11947205836620175',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(5 * minutesOfDay, 'Guten Tag, ich bräuchte eine Rechnung mit USt-IdNr. zu Auftrag 47995.'),
          customer(5 * minutesOfDay - 3, 'DE 811 115 368. Vielen Dank im Voraus!'),
        ],
      },
    ],
  },
  {
    phone: '84912345678',
    name: 'Nguyễn Thị Mai',
    chats: [
      { accountId: support.id, lines: [customer(9 * minutesOfDay, 'Shop ơi, khi nào có lại ví màu đỏ ạ?')] },
    ],
  },
  {
    phone: '12025550147',
    name: 'Emma Johnson',
    chats: [
      {
        accountId: support.id,
        lines: [
          customer(61 * minutesOfDay, 'Got the bag, it’s gorgeous. Thank you!!'),
          customer(61 * minutesOfDay - 1, '⭐️⭐️⭐️⭐️⭐️'),
        ],
      },
    ],
  },
  {
    phone: '5521998765432',
    name: 'Carlos Souza',
    chats: [
      {
        accountId: salesBr.id,
        lines: [
          customer(118 * minutesOfDay, 'Bom dia, vocês consertam mochila?'),
          customer(118 * minutesOfDay - 2, 'Deixa, já resolvi. Obrigado!'),
        ],
      },
    ],
  },
];

export const sampleCustomers: readonly SampleCustomer[] = [...open, ...closingSoon, ...closingNow, ...closed];
